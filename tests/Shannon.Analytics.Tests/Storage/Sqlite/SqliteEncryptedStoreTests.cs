namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteEncryptedStoreTests() : StoreTests(StoreSource.Encrypted());
