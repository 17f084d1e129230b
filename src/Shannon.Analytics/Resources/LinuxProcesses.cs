using System.Globalization;

namespace Shannon.Analytics.Resources;

/// <summary>
/// The processes in <c>/proc</c>, each read once. A tree is what descends from a process, and what belongs to the session that it leads: that finds those
/// whose parents have ended. Files and processes that vanish meanwhile are passed over.
/// </summary>
internal sealed class LinuxProcesses : ProcessSnapshot
{
    private const string ProcFolder = "/proc";
    private readonly string _folder;
    private readonly Dictionary<int, ProcessEntry> _entries = [];
    private readonly Dictionary<int, List<int>> _children = [];
    private readonly Dictionary<int, List<int>> _sessions = [];

    private LinuxProcesses(string folder) => _folder = folder;

    /// <summary>Reads all processes.</summary>
    /// <param name="folder">Where they are; tests have their own.</param>
    internal static LinuxProcesses Read(string folder = ProcFolder)
    {
        var processes = new LinuxProcesses(folder);
        Span<byte> buffer = stackalloc byte[ProcFile.MaxBytes];
        foreach (string path in Directory.EnumerateDirectories(folder))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && ProcFile.TryParseStat(ProcFile.Read(Path.Combine(path, "stat"), buffer), id, out ProcessEntry entry))
            {
                processes.Add(entry);
            }
        }

        return processes;
    }

    internal override IReadOnlyList<ProcessEntry> TreeOf(int id)
    {
        if (!_entries.TryGetValue(id, out ProcessEntry root))
        {
            return [];
        }

        var found = new List<ProcessEntry>();
        var seen = new HashSet<int> { id };
        var waiting = new Queue<int>(seen);
        if (root.SessionId == id)
        {
            Enqueue(_sessions, id);
        }

        while (waiting.TryDequeue(out int next))
        {
            found.Add(WithIo(_entries[next]));
            Enqueue(_children, next);
        }

        return found;

        void Enqueue(Dictionary<int, List<int>> groups, int key)
        {
            foreach (int member in groups.GetValueOrDefault(key, []))
            {
                if (seen.Add(member))
                {
                    waiting.Enqueue(member);
                }
            }
        }
    }

    private void Add(in ProcessEntry entry)
    {
        _entries[entry.Id] = entry;
        Group(_children, entry.ParentId, entry.Id);
        Group(_sessions, entry.SessionId, entry.Id);

        static void Group(Dictionary<int, List<int>> groups, int key, int id)
        {
            if (!groups.TryGetValue(key, out List<int>? group))
            {
                groups[key] = group = [];
            }

            group.Add(id);
        }
    }

    private ProcessEntry WithIo(in ProcessEntry entry)
    {
        Span<byte> buffer = stackalloc byte[ProcFile.MaxBytes];
        (long? read, long? written) = ProcFile.ParseIo(ProcFile.Read(string.Create(CultureInfo.InvariantCulture, $"{_folder}/{entry.Id}/io"), buffer));
        return entry with { ReadBytes = read, WrittenBytes = written };
    }
}
