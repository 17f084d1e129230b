namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteEncryptedCommitObserverTests() : CommitObserverTests(StoreSource.Encrypted());
