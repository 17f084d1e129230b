namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteMemoryCommitObserverTests() : CommitObserverTests(new StoreSource(inMemory: true));
