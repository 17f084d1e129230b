namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteCompressedStoreTests() : StoreTests(StoreSource.Compressed());
