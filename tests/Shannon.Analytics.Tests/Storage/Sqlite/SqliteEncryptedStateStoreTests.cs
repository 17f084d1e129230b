namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteEncryptedStateStoreTests() : StateStoreTests(StoreSource.Encrypted());
