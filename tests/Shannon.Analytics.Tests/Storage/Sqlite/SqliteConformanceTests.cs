using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Testing.Conformance;

namespace Shannon.Analytics.Tests.Storage.Sqlite;

/// <summary>Every kind of SQLite store keeps what all stores promise.</summary>
public sealed class SqliteConformanceTests
{
    public static TheoryData<string> Checks => [.. StoreConformance.CheckNames];

    [Theory]
    [MemberData(nameof(Checks))]
    public Task File_EveryCheck_Holds(string check) => RunAsync(check, inMemory: false, new SqliteStoreOptions());

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Memory_EveryCheck_Holds(string check) => RunAsync(check, inMemory: true, new SqliteStoreOptions());

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Compressed_EveryCheck_Holds(string check) => RunAsync(check, inMemory: false, new SqliteStoreOptions { CompressionEnabled = true });

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Encrypted_EveryCheck_Holds(string check) => RunAsync(check, inMemory: false, new SqliteStoreOptions { EncryptionEnabled = true });

    [Theory]
    [MemberData(nameof(Checks))]
    public Task EncryptedInMemory_EveryCheck_Holds(string check) => RunAsync(check, inMemory: true, new SqliteStoreOptions { CompressionEnabled = true, EncryptionEnabled = true });

    [Fact]
    public async Task Run_UnknownCheck_IsRefused()
    {
        await using var store = new SqliteConformance(inMemory: true, new SqliteStoreOptions());
        await Assert.ThrowsAsync<ArgumentException>(() => store.RunAsync("none"));
    }

    private static async Task RunAsync(string check, bool inMemory, SqliteStoreOptions options)
    {
        await using var store = new SqliteConformance(inMemory, options);
        await store.RunAsync(check);
    }
}
