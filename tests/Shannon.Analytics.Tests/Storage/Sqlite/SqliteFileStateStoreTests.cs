namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteFileStateStoreTests() : StateStoreTests(new StoreSource(inMemory: false));
