using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// A sum over the rows of each directory (journal, dead records, segments, rollups), kept by triggers in the transaction that changes them. Readers,
/// which remember the directories, compare: a row that a damaged page hides, shows twice or shows changed would else be a wrong number. Linear modulo
/// a prime, so that any single flipped bit changes it.
/// </summary>
internal static class CatalogueSums
{
    internal const string Journal = "journal_sum";
    internal const string Dead = "dead_sum";
    internal const string Segments = "segments_sum";
    internal const string Rollups = "rollups_sum";
    internal const string Sessions = "sessions_sum";

    private const long Prime = 2_147_483_647;
    private const long A = 48_271;
    private const long B = 69_621;
    private const long C = 40_692;
    private const long D = 16_807;
    private const long E = 39_373;

    private static readonly string JournalTerm = Weigh(("first_id", A), ("revision", B), ("count", C), ("min_time", D), ("max_time", E));
    private static readonly string DeadTerm = Weigh(("id", A), ("ifnull(%replaced_by,0)", B));
    private static readonly string IdTerm = Weigh(("id", A));
    private static readonly string ChecksumTerm = Weigh(("checksum", A));

    /// <summary>Part of the step from version 2 of the catalogue.</summary>
    internal static string Migration { get; } =
        SumOf("journal", Journal, JournalTerm) + SumOf("dead", Dead, DeadTerm) + SumOf("segments", Segments, ChecksumTerm) + SumOf("rollups", Rollups, ChecksumTerm) + SumOf("sessions", Sessions, IdTerm);

    internal static long Of(in JournalRow row) => Fold((row.FirstId % Prime * A) + (row.Revision % Prime * B) + (row.Count % Prime * C) + (row.MinTime % Prime * D) + (row.MaxTime % Prime * E));

    internal static long OfDead(long id, long replacedBy) => Fold((id % Prime * A) + (replacedBy % Prime * B));

    /// <summary>Of a row that has a checksum, or of one by its id alone.</summary>
    internal static long OfNumber(long number) => Fold(number % Prime * A);

    internal static long Add(long sum, long term) => (sum + term) % Prime;

    /// <summary>Compares the sum of what was read with what the snapshot says.</summary>
    /// <exception cref="StoreCorruptException">They differ.</exception>
    internal static void Verify(RawConnection connection, string name, long sum)
    {
        if (SegmentTable.Counter(connection, name) != sum)
        {
            throw new StoreCorruptException($"The catalogue's directory '{name[..^4]}' is damaged: its rows do not add up to its sum. Restore the file from a backup.");
        }
    }

    private static long Fold(long weighted) => ((weighted % Prime) + Prime) % Prime;

    // % in a column stands for where it comes from: nothing, NEW. or OLD.
    private static string Weigh(params (string Column, long Weight)[] columns)
    {
        string sum = string.Join('+', columns.Select(column => FormattableString.Invariant($"{(column.Column.Contains('%', StringComparison.Ordinal) ? column.Column : "%" + column.Column)} % {Prime} * {column.Weight}")));
        return FormattableString.Invariant($"((({sum}) % {Prime} + {Prime}) % {Prime})");
    }

    private static string SumOf(string table, string counter, string term) => FormattableString.Invariant($"""
        INSERT INTO counters(name, value) SELECT '{counter}', ifnull(sum({From(term, string.Empty)}), 0) % {Prime} FROM {table};
        CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN
            UPDATE counters SET value = (value + {From(term, "NEW.")}) % {Prime} WHERE name = '{counter}'; END;
        CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN
            UPDATE counters SET value = (value + {Prime} - {From(term, "OLD.")}) % {Prime} WHERE name = '{counter}'; END;

        """);

    // A modulo has blanks around it; the mark has none behind it.
    private static string From(string term, string where) => string.Concat(term.Select((letter, i) => letter == '%' && term[i + 1] != ' ' ? where : letter.ToString()));
}
