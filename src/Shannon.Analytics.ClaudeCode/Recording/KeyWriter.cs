using System.IO.Hashing;
using System.Text;
using Shannon.Analytics.ClaudeCode.Json;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>Writes the natural keys of records, as UTF-8 and without allocating. Not thread-safe.</summary>
internal sealed class KeyWriter
{
    private const int MaxId = 300;
    private const string Prefix = "claude_code/";
    private readonly byte[] _buffer = new byte[1024];
    private int _length;

    internal ReadOnlySpan<byte> Key => _buffer.AsSpan(0, _length);

    /// <summary>By this hash a file's manifest and <see cref="Metrics.RecordKey.Value"/> are compared.</summary>
    internal static ulong Hash(ReadOnlySpan<byte> key) => XxHash3.HashToUInt64(key);

    /// <summary>The hash of a key that came back from the store.</summary>
    internal static ulong Hash(string key)
    {
        Span<byte> utf8 = stackalloc byte[1024];
        return Encoding.UTF8.TryGetBytes(key, utf8, out int written) ? Hash(utf8[..written]) : Hash(Encoding.UTF8.GetBytes(key));
    }

    internal KeyWriter Begin(ReadOnlySpan<byte> kind)
    {
        "claude_code/"u8.CopyTo(_buffer);
        kind.CopyTo(_buffer.AsSpan(12));
        _length = 12 + kind.Length;
        return this;
    }

    /// <summary>Whether a key is of a kind.</summary>
    internal static bool IsOf(string key, string kind) =>
        key.Length > kind.Length + Prefix.Length && key.StartsWith(Prefix, StringComparison.Ordinal) && key[kind.Length + Prefix.Length] == '/' && key.AsSpan(Prefix.Length).StartsWith(kind, StringComparison.Ordinal);

    /// <summary>Appends an id. One that is long or not plain ASCII is replaced by its hash (XXH3, 128 bits).</summary>
    internal KeyWriter Append(ReadOnlySpan<byte> id)
    {
        _buffer[_length++] = (byte)'/';
        if (id.Length <= MaxId && Ascii.IsValid(id) && id.IndexOfAnyInRange((byte)0, (byte)31) < 0)
        {
            id.CopyTo(_buffer.AsSpan(_length));
            _length += id.Length;
            return this;
        }

        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(id, hash);
        Convert.TryToHexStringLower(hash, _buffer.AsSpan(_length), out int written);
        _length += written;
        return this;
    }

    /// <summary>The key as text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Key);

    internal KeyWriter Append(string id) => Append(Encoding.UTF8.GetBytes(id));

    internal KeyWriter Append(ReadOnlySpan<byte> line, TextRange id) =>
        id.Escaped ? Append(JsonText.Unescape(line, id) ?? string.Empty) : Append(id.In(line));
}
