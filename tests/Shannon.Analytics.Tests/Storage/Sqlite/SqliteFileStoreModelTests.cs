namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteFileStoreModelTests() : StoreModelTests(new StoreSource(inMemory: false));
