namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteFileDisposalTests() : DisposalTests(new StoreSource(inMemory: false));
