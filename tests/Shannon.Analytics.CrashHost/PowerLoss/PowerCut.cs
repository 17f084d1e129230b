namespace Shannon.Analytics.CrashHost.PowerLoss;

/// <summary>
/// What a disk holds after the power went at some record: everything up to each file's last completed sync, and of what came later any part,
/// down to single sectors of a write. What a failed sync should have written is as uncertain for ever, until it is written again. The ledger stands for the world outside, which has seen everything.
/// </summary>
internal sealed class PowerCut(IReadOnlyList<DiskRecord> records, string ledger, SeededRandom dice)
{
    private const int SectorBytes = 512;

    /// <summary>Writes the files as they are after a cut before record <paramref name="cut"/>; returns how many operations were lost or torn.</summary>
    internal int Apply(int cut, string folder, bool ignoreSyncs)
    {
        bool[] safe = ignoreSyncs ? new bool[cut] : Safe(cut);
        int keepPercent = dice.Next(0, 4) switch { 0 => 0, 1 => 100, _ => dice.Next(1, 100) };
        int harmed = 0;
        var files = new Dictionary<string, MemoryStream>(StringComparer.Ordinal);
        for (int i = 0; i < cut; i++)
        {
            DiskRecord record = records[i];
            if (record.Kind is DiskRecord.Sync or DiskRecord.FailedSync)
            {
                continue;
            }

            bool certain = safe[i] || record.Path == ledger;
            if (!certain && dice.Next(0, 100) >= keepPercent)
            {
                harmed++;
                continue;
            }

            bool torn = !certain && record.Kind == DiskRecord.Write && record.Data.Length > SectorBytes && dice.Next(0, 8) == 0;
            harmed += torn ? 1 : 0;
            Apply(files, record, torn);
        }

        foreach (var (path, content) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(path)), content.ToArray());
        }

        return harmed;
    }

    /// <summary>Which operations a completed sync has made certain: writes that of their file, unlinks that of the folder.</summary>
    private bool[] Safe(int cut)
    {
        bool[] safe = new bool[cut];
        var settled = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < cut; i++)
        {
            DiskRecord record = records[i];
            if (record.Kind is not (DiskRecord.Sync or DiskRecord.FailedSync))
            {
                continue;
            }

            for (int k = settled.GetValueOrDefault(record.Path); k < record.Position; k++)
            {
                safe[k] |= record.Kind == DiskRecord.Sync && record.Path == (records[k].Kind == DiskRecord.Unlink ? Path.GetDirectoryName(records[k].Path) : records[k].Path);
            }

            settled[record.Path] = Math.Max(settled.GetValueOrDefault(record.Path), (int)record.Position);
        }

        return safe;
    }

    private void Apply(Dictionary<string, MemoryStream> files, DiskRecord record, bool torn)
    {
        if (!files.TryGetValue(record.Path, out MemoryStream? file))
        {
            files.Add(record.Path, file = new MemoryStream());
        }

        switch (record.Kind)
        {
            case DiskRecord.Write:
                WriteSectors(file, record, torn);
                break;
            case DiskRecord.Truncate:
                file.SetLength(record.Position);
                break;
            case DiskRecord.Unlink:
                files.Remove(record.Path);
                break;
            default:
                throw new InvalidDataException($"Unknown kind of record '{record.Kind}'.");
        }
    }

    private void WriteSectors(MemoryStream file, DiskRecord record, bool torn)
    {
        ReadOnlySpan<byte> data = record.Data.Span;
        for (int at = 0; at < data.Length; at += SectorBytes)
        {
            if (!torn || dice.Next(0, 2) == 0)
            {
                file.Position = record.Position + at;
                file.Write(data.Slice(at, Math.Min(SectorBytes, data.Length - at)));
            }
        }
    }
}
