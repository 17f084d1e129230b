namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteMemoryStateStoreTests() : StateStoreTests(new StoreSource(inMemory: true));
