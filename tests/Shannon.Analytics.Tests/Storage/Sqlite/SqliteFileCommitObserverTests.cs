namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteFileCommitObserverTests() : CommitObserverTests(new StoreSource(inMemory: false));
