using System.Reflection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Encryption;

public sealed class FileKeyProviderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TempFolder _folder = new();

    private string KeyPath => _folder.File("usage.db.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetKey_NoFile_IsNullAndMakesNone()
    {
        var keys = new FileKeyProvider(KeyPath);
        Assert.Null(await keys.GetCurrentKeyAsync());
        Assert.Null(await keys.GetKeyAsync("any"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public async Task CreateKey_Twice_IsOneKeyThatOutlivesTheProvider()
    {
        EncryptionKey first = await new FileKeyProvider(KeyPath).CreateKeyAsync();
        EncryptionKey second = await new FileKeyProvider(KeyPath).CreateKeyAsync();
        EncryptionKey? read = await new FileKeyProvider(KeyPath).GetKeyAsync(first.Id);
        Assert.Equal(first.Id, second.Id);
        Assert.True(first.GetBytes().SequenceEqual(second.GetBytes()) && first.GetBytes().SequenceEqual(read!.GetBytes()));
        Assert.True(first.GetBytes().ContainsAnyExcept((byte)0));
        Assert.Null(await new FileKeyProvider(KeyPath).GetKeyAsync(first.Id + "x"));
        Assert.Equal([KeyPath], Directory.GetFileSystemEntries(_folder.FullPath));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(KeyPath));
        }
    }

    [Fact]
    public async Task CreateKey_ManyAtOnce_AllGetTheSame()
    {
        for (int round = 0; round < 20; round++)
        {
            string path = _folder.File($"{round}.key");
            EncryptionKey[] keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await new FileKeyProvider(path).CreateKeyAsync())));
            Assert.Single(keys.Select(key => key.Id + Convert.ToHexString(key.GetBytes())).Distinct());
        }

        Assert.Equal(20, Directory.GetFileSystemEntries(_folder.FullPath).Length);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupExecute)]
    public async Task GetKey_FileThatOthersMayUse_IsRefusedWithTheRemedy(UnixFileMode extra)
    {
        Requires.Linux();
        var keys = new FileKeyProvider(KeyPath);
        EncryptionKey key = await keys.CreateKeyAsync();
#pragma warning disable CA1416 // Linux is required above.
        File.SetUnixFileMode(KeyPath, OwnerOnly | extra);
        EncryptionKeyException error = await Assert.ThrowsAsync<EncryptionKeyException>(async () => await keys.GetKeyAsync(key.Id));
        Assert.Equal(EncryptionKeyProblem.Exposed, error.Problem);
        Assert.Contains("chmod 600", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EncryptionKeyException>(async () => await keys.CreateKeyAsync());
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead);
#pragma warning restore CA1416
        Assert.NotNull(await keys.GetKeyAsync(key.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SECRETLOOKING")]
    [InlineData("{}")]
    [InlineData("""{"version":2,"current":"a","keys":[]}""")]
    [InlineData("""{"version":1,"current":"a","keys":[]}""")]
    [InlineData("""{"version":1,"current":"a","keys":[{"id":"a","key":"U0VDUkVUTE9PS0lORw=="}]}""")]
    [InlineData("""{"version":1,"current":"a","keys":[{"id":"a","key":"SECRETLOOKING!"}]}""")]
    [InlineData("""{"version":1,"current":"a b","keys":[{"id":"a b","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}]}""")]
    public async Task GetKey_FileOfAnotherForm_IsUnreadableAndNeitherQuotedNorReplaced(string text)
    {
        await File.WriteAllTextAsync(KeyPath, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyPath, OwnerOnly);
        }

        var keys = new FileKeyProvider(KeyPath);
        foreach (Func<Task> call in (Func<Task>[])[async () => await keys.GetCurrentKeyAsync(), async () => await keys.GetKeyAsync("a"), async () => await keys.CreateKeyAsync()])
        {
            EncryptionKeyException error = await Assert.ThrowsAsync<EncryptionKeyException>(call);
            Assert.Equal(EncryptionKeyProblem.Unreadable, error.Problem);
            Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("U0VD", error.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(text, await File.ReadAllTextAsync(KeyPath));
    }

    [Fact]
    public async Task CreateKey_FolderMissing_IsUnreadable()
    {
        var keys = new FileKeyProvider(Path.Combine(_folder.FullPath, "missing", "key"));
        Assert.Null(await keys.GetCurrentKeyAsync());
        EncryptionKeyException error = await Assert.ThrowsAsync<EncryptionKeyException>(async () => await keys.CreateKeyAsync());
        Assert.Equal(EncryptionKeyProblem.Unreadable, error.Problem);
    }

    [Fact]
    public async Task GetKey_SeveralKeysInTheFile_EachIsFound()
    {
        byte[] one = [.. Enumerable.Repeat((byte)1, 32)];
        byte[] two = [.. Enumerable.Repeat((byte)2, 32)];
        await File.WriteAllTextAsync(KeyPath, $$"""{"version":1,"current":"b","keys":[{"id":"a","key":"{{Convert.ToBase64String(one)}}"},{"id":"b","key":"{{Convert.ToBase64String(two)}}"}]}""");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyPath, OwnerOnly);
        }

        var keys = new FileKeyProvider(KeyPath);
        Assert.Equal("b", (await keys.GetCurrentKeyAsync())!.Id);
        Assert.Equal(one, (await keys.GetKeyAsync("a"))!.GetBytes().ToArray());
    }

    [Fact]
    public void EncryptionKey_Shown_HasNoBytes()
    {
        byte[] bytes = [.. Enumerable.Range(65, 32).Select(i => (byte)i)];
        var key = new EncryptionKey("my-key", bytes);
        Assert.Equal("Encryption key 'my-key'", key.ToString());
        Assert.Equal(["Id"], typeof(EncryptionKey).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(property => property.Name));
        Assert.Empty(typeof(EncryptionKey).GetFields(BindingFlags.Instance | BindingFlags.Public));
        bytes[0] = 0;
        Assert.Equal(65, key.GetBytes()[0]);
        Assert.Throws<ArgumentException>(() => new EncryptionKey("my key", bytes));
        Assert.Throws<ArgumentException>(() => new EncryptionKey(string.Empty, bytes));
        Assert.Throws<ArgumentException>(() => new EncryptionKey(new string('k', 65), bytes));
        Assert.Throws<ArgumentException>(() => new EncryptionKey("k", bytes.AsSpan(1)));
    }
}
