namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteMemoryCancellationTests() : CancellationTests(new StoreSource(inMemory: true));
