using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>
/// One question, in the words of every contender. An answer is a table of numbers, row after row, ordered by its keys; keys are positions in the
/// dictionaries of <see cref="TelemetryRows"/>, hours and minutes count from the start of the data.
/// </summary>
internal abstract class TelemetryQuery
{
    /// <summary>Unique name; experiments and figures begin with it.</summary>
    public abstract string Name { get; }

    /// <summary>What is asked, in one line.</summary>
    public abstract string Description { get; }

    /// <summary>The most that our time may be of DuckDB's over a table in order of arrival.</summary>
    public abstract double Bar { get; }

    /// <summary>The same question in several forms of SQL: DuckDB uses whichever turns out fastest.</summary>
    public abstract IReadOnlyList<string> DuckDb { get; }

    /// <summary>The question to SQLite, where codes are plain integers.</summary>
    public abstract string Sqlite { get; }

    /// <summary>Asks our store; what comes back turns the answer into numbers.</summary>
    public abstract Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows);

    /// <summary>The answer by plain loops over the rows: what everyone's answer is compared with.</summary>
    public abstract double[] Compute(TelemetryRows rows);

    /// <summary>Brings what has no defined order into one; untimed.</summary>
    public virtual double[] Normalize(double[] answer) => answer;
}
