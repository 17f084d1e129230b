namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteMemoryNaturalKeyTests() : NaturalKeyTests(new StoreSource(inMemory: true));
