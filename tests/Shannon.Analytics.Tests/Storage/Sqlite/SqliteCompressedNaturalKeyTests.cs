namespace Shannon.Analytics.Tests.Storage.Sqlite;

public sealed class SqliteCompressedNaturalKeyTests() : NaturalKeyTests(StoreSource.Compressed());
