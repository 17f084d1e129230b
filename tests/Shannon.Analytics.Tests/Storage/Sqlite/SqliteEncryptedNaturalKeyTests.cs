namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteEncryptedNaturalKeyTests() : NaturalKeyTests(StoreSource.Encrypted());
