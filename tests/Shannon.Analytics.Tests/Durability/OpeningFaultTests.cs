using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Durability;

/// <summary>Whatever stands in the way of opening is a typed error that says what to do, and what is not ours stays as it was.</summary>
public class OpeningFaultTests
{
    [Fact]
    public async Task Initialize_SqliteFileOfAnotherApplication_IsRefusedAndLeftUntouched()
    {
        using var folder = new TempFolder();
        string path = folder.File("other.db");
        using (SqliteConnection other = Stores.Raw(path))
        {
            Stores.Run(other, "CREATE TABLE invoices(id INTEGER PRIMARY KEY, total REAL); INSERT INTO invoices VALUES(1, 9.99)");
        }

        await AssertRefusedUntouchedAsync<StoreFormatException>(path, "another path");
    }

    [Fact]
    public async Task Initialize_EmptySqliteFileWithAnotherApplicationId_IsRefusedAndLeftUntouched()
    {
        using var folder = new TempFolder();
        string path = folder.File("other.db");
        using (SqliteConnection other = Stores.Raw(path))
        {
            Stores.Run(other, "PRAGMA application_id=1196444487; PRAGMA user_version=1");
        }

        await AssertRefusedUntouchedAsync<StoreFormatException>(path, "another path");
    }

    [Theory]
    [InlineData("not a database, but a text of more than the sixteen bytes that SQLite looks at")]
    [InlineData("short")]
    public async Task Initialize_FileThatIsNotSqlite_IsRefusedAndLeftUntouched(string content)
    {
        using var folder = new TempFolder();
        string path = folder.File("notes.txt");
        await File.WriteAllTextAsync(path, string.Concat(Enumerable.Repeat(content, content.Length > 20 ? 100 : 1)));
        await AssertRefusedUntouchedAsync<StoreFormatException>(path, "another path");
    }

    [Fact]
    public async Task Initialize_EmptyFile_BecomesADatabase()
    {
        using var folder = new TempFolder();
        string path = folder.File("empty.db");
        await File.WriteAllBytesAsync(path, []);
        await using SqliteStore store = await Stores.OpenAsync(path);
        await store.AppendAsync(new CustomMetric("first", 1));
        Assert.Single(await Stores.ReadAllAsync(store));
    }

    [Fact]
    public async Task Initialize_NewerSchema_IsRefusedAndLeftUntouched()
    {
        using var folder = new TempFolder();
        string path = await OursAsync(folder);
        using (SqliteConnection newer = Stores.Raw(path))
        {
            Stores.Run(newer, FormattableString.Invariant($"PRAGMA user_version={SqliteSchema.Version + 1}"));
        }

        await AssertRefusedUntouchedAsync<StoreVersionException>(path, "update");
    }

    [Fact]
    public void CheckEngine_TooOld_SaysWhichIsNeededAndWhereToGetIt()
    {
        var error = Assert.Throws<StoreVersionException>(() => SqliteSchema.CheckEngine(3_045_001));
        Assert.Contains("3.45.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("3.51.3", error.Message, StringComparison.Ordinal);
        Assert.Contains("SQLitePCLRaw.bundle_e_sqlite3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckEngine_JustNewEnough_Passes() => SqliteSchema.CheckEngine(SqliteSchema.MinimumEngine);

    [Fact]
    public async Task Initialize_MissingFolder_SaysSo()
    {
        using var folder = new TempFolder();
        var error = await Assert.ThrowsAsync<StoreAccessException>(() => Stores.OpenAsync(Path.Combine(folder.FullPath, "missing", "usage.db")));
        Assert.Contains("folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialize_PathIsAFolder_SaysSo()
    {
        using var folder = new TempFolder();
        await Assert.ThrowsAsync<StoreAccessException>(() => Stores.OpenAsync(folder.FullPath));
    }

    [Fact]
    public async Task Initialize_ReadOnlyMedium_SaysSoForOldAndNewFiles()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(4);
        string path = disk.File("usage.db");
        await using (SqliteStore store = await Stores.OpenAsync(path))
        {
            await store.AppendAsync(new CustomMetric("first", 1));
        }

        byte[] before = await File.ReadAllBytesAsync(path);
        await disk.MakeReadOnlyAsync();
        var old = await Assert.ThrowsAsync<StoreAccessException>(() => Stores.OpenAsync(path));
        Assert.Contains("writ", old.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreAccessException>(() => Stores.OpenAsync(disk.File("new.db")));
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task Initialize_AfterAFailedOpening_TheSameObjectSaysItIsClosed()
    {
        using var folder = new TempFolder();
        await using var store = new SqliteStore(Path.Combine(folder.FullPath, "missing", "usage.db"));
        await Assert.ThrowsAsync<StoreAccessException>(() => store.InitializeAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.InitializeAsync());
    }

    private static async Task<string> OursAsync(TempFolder folder)
    {
        string path = folder.File("usage.db");
        await using SqliteStore store = await Stores.OpenAsync(path);
        await store.AppendAsync(new CustomMetric("first", 1));
        return path;
    }

    private static async Task AssertRefusedUntouchedAsync<TError>(string path, string remedy)
        where TError : StoreException
    {
        byte[] before = await File.ReadAllBytesAsync(path);
        DateTime writtenAt = File.GetLastWriteTimeUtc(path);
        var error = await Assert.ThrowsAsync<TError>(() => Stores.OpenAsync(path));
        Assert.Contains(remedy, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
        Assert.Equal(writtenAt, File.GetLastWriteTimeUtc(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }
}
