namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteFileNaturalKeyTests() : NaturalKeyTests(new StoreSource(inMemory: false));
