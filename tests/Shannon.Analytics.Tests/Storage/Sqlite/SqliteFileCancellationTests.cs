namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteFileCancellationTests() : CancellationTests(new StoreSource(inMemory: false));
