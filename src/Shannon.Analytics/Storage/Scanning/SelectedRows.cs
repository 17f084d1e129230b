using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Scanning;

/// <summary>Some rows of a group, taken out of its columns. Disposal lets go of nothing: the columns are the group's.</summary>
/// <param name="group">The group.</param>
/// <param name="rows">Which rows, in any order.</param>
internal sealed class SelectedRows(RowGroup group, int[] rows) : RowColumns
{
    internal override int Count => rows.Length;

    internal override IReadOnlyList<MetricName> Names => group.Names;

    internal override IReadOnlyList<SessionInfo> Sessions => group.Sessions;

    internal override long[] Times => Take(group.Times);

    internal override long[] Ids => Take(group.Ids);

    internal override int[]? NameCodes => group.NameCodes is { } codes ? Take(codes) : null;

    internal override int[]? SessionCodes => group.SessionCodes is { } codes ? Take(codes) : null;

    internal override DecodedText? Users => Take(group.Users);

    internal override DecodedText? Projects => Take(group.Projects);

    internal override DecodedText? Models => Take(group.Models);

    internal override DecodedNumbers<long>? Costs => Take(group.Costs);

    internal override DecodedText? Keys => Take(group.Keys);

    internal override DecodedNumbers<long>? Ranks => Take(group.Ranks);

    internal override DecodedNumbers<long>? Replaced => Take(group.Replaced);

    internal override IEnumerable<string> MeasurementColumns => group.MeasurementColumns;

    internal override IEnumerable<string> AttributeColumns => group.AttributeColumns;

    internal override DecodedResidual? Residual => group.Residual;

    internal override DecodedNumbers<double>? Measurement(string name) => Take(group.Measurement(name));

    internal override DecodedAttribute? Attribute(string name) => group.Attribute(name) is { } column
        ? new DecodedAttribute(name, column.Form, Take(column.Text), Take(column.Numbers), column.Mixed is { } mixed ? Take(mixed) : null)
        : null;

    public override void Dispose()
    {
    }

    private T[] Take<T>(T[] column) => Gathering.Take<T>(column, rows);

    private DecodedText? Take(DecodedText? text) => text is null ? null : new DecodedText(text.Dictionary, Take(text.Codes));

    private DecodedNumbers<T>? Take<T>(DecodedNumbers<T>? numbers) =>
        numbers is null ? null : new DecodedNumbers<T>(numbers.Name, Take(numbers.Values), numbers.Present is { } present ? Take(present) : null);
}
