namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteMemoryQueryTests() : QueryTests(new StoreSource(inMemory: true));
