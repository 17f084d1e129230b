namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteMemoryDisposalTests() : DisposalTests(new StoreSource(inMemory: true));
