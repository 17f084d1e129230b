namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteFileQueryTests() : QueryTests(new StoreSource(inMemory: false));
