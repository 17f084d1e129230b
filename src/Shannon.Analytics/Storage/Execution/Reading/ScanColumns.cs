using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>The columns that a scan asks for, of some rows of a group: they outlive the snapshot. Disposal gives pooled memory back.</summary>
internal sealed class ScanColumns : IDisposable
{
    private readonly RowColumns _rows;
    private readonly int[] _rowNumbers;

    private ScanColumns(RowColumns rows, int[] rowNumbers, ScanQuery query)
    {
        _rows = rows;
        _rowNumbers = rowNumbers;
        (Names, NameCodes) = (rows.Names, rows.NameCodes);
        SessionCodes = rows.SessionCodes;
        Sessions = SessionCodes is null ? [] : rows.Sessions;
        (Users, Projects, Models, Costs) = (rows.Users, rows.Projects, rows.Models, rows.Costs);
        (Keys, Ranks, Replaced) = query.IncludeKeys ? (rows.Keys, rows.Ranks, rows.Replaced) : (null, null, null);
        Measurements = [.. (query.MeasurementNames ?? rows.MeasurementColumns).Select(rows.Measurement).OfType<DecodedNumbers<double>>()];
        Attributes = [.. (query.AttributeNames ?? rows.AttributeColumns).Select(rows.Attribute).OfType<DecodedAttribute>()];
        Residual = query.MeasurementNames is null || query.AttributeNames is null ? rows.Residual : null;
    }

    internal IReadOnlyList<MetricName> Names { get; }

    internal int[]? NameCodes { get; }

    internal IReadOnlyList<SessionInfo> Sessions { get; }

    internal int[]? SessionCodes { get; }

    internal DecodedText? Users { get; }

    internal DecodedText? Projects { get; }

    internal DecodedText? Models { get; }

    internal DecodedNumbers<long>? Costs { get; }

    /// <summary>With ranks and replaced ids, if keys are asked for.</summary>
    internal DecodedText? Keys { get; }

    internal DecodedNumbers<long>? Ranks { get; }

    internal DecodedNumbers<long>? Replaced { get; }

    internal IReadOnlyList<DecodedNumbers<double>> Measurements { get; }

    internal IReadOnlyList<DecodedAttribute> Attributes { get; }

    /// <summary>Fields without a column of their own, where all are asked for.</summary>
    internal DecodedResidual? Residual { get; }

    /// <param name="group">The group; its snapshot is open.</param>
    /// <param name="rows">Which rows, at least one.</param>
    /// <param name="query">What is asked for.</param>
    internal static ScanColumns Of(RowGroup group, int[] rows, ScanQuery query) => new(group.Only(rows), rows, query);

    /// <summary>The entries of the residual column that belong to a row.</summary>
    internal (int Start, int End) ResidualOf(int index) => Residual!.EntriesOf(_rowNumbers[index]);

    public void Dispose() => _rows.Dispose();
}
