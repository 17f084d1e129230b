namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteCompressedStateStoreTests() : StateStoreTests(StoreSource.Compressed());
