namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteMemoryStoreTests() : StoreTests(new StoreSource(inMemory: true));
