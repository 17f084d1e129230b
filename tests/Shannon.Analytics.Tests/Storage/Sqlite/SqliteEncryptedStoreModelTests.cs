namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteEncryptedStoreModelTests() : StoreModelTests(StoreSource.Encrypted());
