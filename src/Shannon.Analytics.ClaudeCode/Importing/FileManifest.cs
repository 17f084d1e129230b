using System.Runtime.InteropServices;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>
/// Which records occur in a file: eight bytes of hash per natural key, in documents beside the file's position. By it the records of a file are found
/// again although the store may hold better copies of them, from other files.
/// </summary>
internal static class FileManifest
{
    /// <summary>The kind of document.</summary>
    internal const string Kind = "claude_code.manifest";

    /// <summary>Documents with fewer keys are continued, so that a file that grows line by line does not get one per line.</summary>
    private const int SmallChunk = 512;

    /// <summary>The changes that add keys to a file's manifest, and the position that knows them.</summary>
    internal static async Task<(FilePosition Position, StateChange? Change)> AddAsync(IStateStore state, string path, long chunkOffset, FilePosition position, ulong[] keys, CancellationToken cancellationToken)
    {
        if (keys.Length == 0)
        {
            return (position, null);
        }

        if (position.Chunks is [.., long last] && position.LastChunkKeys < SmallChunk)
        {
            ulong[] old = Decode(await state.GetStateAsync(Kind, Id(path, last), cancellationToken).ConfigureAwait(false));
            ulong[] merged = [.. old.Union(keys)];
            return (position with { LastChunkKeys = merged.Length }, StateChange.Put(Kind, Id(path, last), Encode(merged)));
        }

        return (
            position with { Chunks = [.. position.Chunks, chunkOffset], LastChunkKeys = keys.Length },
            StateChange.Put(Kind, Id(path, chunkOffset), Encode(keys)));
    }

    /// <summary>The change that removes one document of a manifest.</summary>
    internal static StateChange Remove(string path, long chunkOffset) => StateChange.Delete(Kind, Id(path, chunkOffset));

    /// <summary>Reads all keys of a file.</summary>
    internal static async Task ReadAsync(IStateStore state, string path, FilePosition position, HashSet<ulong> into, CancellationToken cancellationToken)
    {
        foreach (long chunk in position.Chunks)
        {
            into.UnionWith(Decode(await state.GetStateAsync(Kind, Id(path, chunk), cancellationToken).ConfigureAwait(false)));
        }
    }

    private static string Id(string path, long offset) => FormattableString.Invariant($"{path}#{offset}");

    private static string Encode(ulong[] keys) => Convert.ToBase64String(MemoryMarshal.AsBytes(keys.AsSpan()));

    private static ulong[] Decode(StateEntry? entry) =>
        entry is null ? [] : MemoryMarshal.Cast<byte, ulong>(Convert.FromBase64String(entry.Value)).ToArray();
}
