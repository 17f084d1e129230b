using System.Globalization;

namespace Shannon.Analytics.CrashHost.Verification;

/// <summary>What ledgers say: which batches, ranks and versions were acknowledged, and which were reported as not stored.</summary>
internal sealed class LedgerFacts
{
    internal Dictionary<(string Writer, int Batch), int> Batches { get; } = [];

    internal Dictionary<string, int> Ranks { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, long> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>The acknowledged ones of each writer's batches that fade into rollups.</summary>
    internal Dictionary<string, List<int>> Fading { get; } = new(StringComparer.Ordinal);

    /// <summary>How many batches of each writer may be stored or not: nobody could tell it.</summary>
    internal Dictionary<string, int> Unknown { get; } = new(StringComparer.Ordinal);

    /// <summary>Batches whose writer was told that they are not stored.</summary>
    internal HashSet<(string Writer, int Batch)> Failed { get; } = [];

    /// <summary>A writer killed while it appended leaves half a line, which acknowledges nothing.</summary>
    internal static LedgerFacts Read(IEnumerable<string> paths)
    {
        var facts = new LedgerFacts();
        foreach (string path in paths.Where(File.Exists))
        {
            using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            string text = file.ReadToEnd();
            string whole = text[..(text.LastIndexOf('\n') + 1)];
            foreach (string line in whole.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                facts.Add(line);
            }
        }

        return facts;
    }

    private void Add(string line)
    {
        switch (line.Split(' '))
        {
            case ["ack", var writer, var batch, var count]:
                Batches.Add((writer, Int(batch)), Int(count));
                break;
            case ["rank", var writer, var rank, _]:
                Ranks[writer] = Int(rank);
                break;
            case ["state", var writer, var version]:
                Versions[writer] = long.Parse(version, CultureInfo.InvariantCulture);
                break;
            case ["fade", var writer, var batch]:
                if (!Fading.TryGetValue(writer, out List<int>? batches))
                {
                    Fading.Add(writer, batches = []);
                }

                batches.Add(Int(batch));
                break;
            case ["unknown", var writer, ..]:
                Unknown[writer] = Unknown.GetValueOrDefault(writer) + 1;
                break;
            case ["fail", var writer, var batch, _]:
                Failed.Add((writer, Int(batch)));
                break;
            default:
                throw new InvalidDataException($"The ledger holds a line it cannot: '{line}'.");
        }
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
