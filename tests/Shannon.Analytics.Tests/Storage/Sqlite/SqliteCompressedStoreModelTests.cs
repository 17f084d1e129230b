namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteCompressedStoreModelTests() : StoreModelTests(StoreSource.Compressed());
