using System.Security.Cryptography;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Storage.Encryption;

/// <summary>
/// Keeps keys in a file that only the owner can read (mode 0600; on Windows the file inherits the rights of its folder). The default of a store is the
/// file beside the database, named like it with <c>.key</c> behind. Whoever has database and key file can read the data, so back them up apart;
/// whoever loses the key file has lost the data. Thread-safe, also among processes.
/// </summary>
public sealed class FileKeyProvider : IKeyProvider
{
    private const int MaxBytes = 1 << 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.StickyBit);

    /// <summary>Makes a provider; the file is not touched before the first call.</summary>
    /// <param name="path">Where the key file is or shall be; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public FileKeyProvider(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        FilePath = path;
    }

    /// <summary>The path it was made with.</summary>
    public string FilePath { get; }

    /// <inheritdoc/>
    public async ValueTask<EncryptionKey?> GetCurrentKeyAsync(CancellationToken cancellationToken = default) =>
        (await ReadAsync(cancellationToken).ConfigureAwait(false))?.Current;

    /// <inheritdoc/>
    public async ValueTask<EncryptionKey?> GetKeyAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        KeyFileContent? content = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return content?.Keys.FirstOrDefault(key => string.Equals(key.Id, id, StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public async ValueTask<EncryptionKey> CreateKeyAsync(CancellationToken cancellationToken = default)
    {
        if (await GetCurrentKeyAsync(cancellationToken).ConfigureAwait(false) is { } current)
        {
            return current;
        }

        // Written whole and synced under a name of its own first: whoever sees the final name sees a whole file. Giving it that name fails if
        // another process was faster, and then its key is everybody's.
        string draft = $"{FilePath}.{Guid.NewGuid():N}.tmp";
        try
        {
            await WriteAsync(draft, KeyFileContent.New().Write(), cancellationToken).ConfigureAwait(false);
            TakeName(draft);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EncryptionKeyException(EncryptionKeyProblem.Unreadable, "The key file cannot be created. Check that its folder exists and that this account may write there.", error);
        }
        finally
        {
            TryDelete(draft);
        }

        return await GetCurrentKeyAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new EncryptionKeyException(EncryptionKeyProblem.Missing, "The key file was removed while it was being created. Nothing was encrypted with it; try again.");
    }

    private static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var file = new FileStream(path, options);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        CryptographicOperations.ZeroMemory(content);
    }

    private void TakeName(string draft)
    {
        if (ExclusiveName.TryTake(draft, FilePath))
        {
            // A database whose key did not outlive a power failure would be lost.
            FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(FilePath))!);
        }
    }

    private async Task<KeyFileContent?> ReadAsync(CancellationToken cancellationToken)
    {
        byte[]? text = null;
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            ThrowIfExposed(file);
            long length = RandomAccess.GetLength(file);
            if (length > MaxBytes)
            {
                throw Unreadable($"it has {length} bytes, where at most {MaxBytes} are expected", null);
            }

            text = new byte[length];
            int read = 0;
            while (read < text.Length && await RandomAccess.ReadAsync(file, text.AsMemory(read), read, cancellationToken).ConfigureAwait(false) is > 0 and var part)
            {
                read += part;
            }

            return KeyFileContent.Read(text.AsSpan(0, read));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (FormatException error)
        {
            throw Unreadable(error.Message, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable("the operating system denied access to it", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static void ThrowIfExposed(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixFileMode mode = File.GetUnixFileMode(file);
        if ((mode & Others) != 0)
        {
            throw new EncryptionKeyException(EncryptionKeyProblem.Exposed, $"The key file has mode {Convert.ToString((int)mode, 8)}, so that other accounts may use it. Run 'chmod 600' on it, and consider whether the key is still secret.");
        }
    }

    private static EncryptionKeyException Unreadable(string what, Exception? cause) =>
        new(EncryptionKeyProblem.Unreadable, $"The key file cannot be read: {what}. Restore it from where keys are backed up; do not make a new one while data encrypted with the old one is needed.", cause);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A draft that cannot be removed holds a key that nothing was encrypted with.
        }
    }
}
