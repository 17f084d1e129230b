namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteMemoryStoreModelTests() : StoreModelTests(new StoreSource(inMemory: true));
