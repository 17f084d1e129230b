namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteFileStoreTests() : StoreTests(new StoreSource(inMemory: false));
