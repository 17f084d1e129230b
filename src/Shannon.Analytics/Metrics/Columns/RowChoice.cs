namespace Shannon.Analytics.Metrics.Columns;

/// <summary>Takes some rows out of a batch of columns.</summary>
internal static class RowChoice
{
    internal static ColumnBatch Take(ColumnBatch batch, int[] rows) => batch with
    {
        Count = rows.Length,
        Names = Take(batch.Names, rows)!,
        TimestampsMicros = Take(batch.TimestampsMicros, rows),
        Sessions = Take(batch.Sessions, rows),
        Users = Take(batch.Users, rows),
        Projects = Take(batch.Projects, rows),
        Models = Take(batch.Models, rows),
        Measurements = [.. batch.Measurements.Select(column => column with { Values = Take(column.Values, rows), Present = Take(column.Present, rows) })],
        Attributes = [.. batch.Attributes.Select(column => Take(column, rows))],
        Costs = Take(batch.Costs, rows),
        Keys = Take(batch.Keys, rows),
        Aliases = Take(batch.Aliases, rows),
        KeyRanks = Take(batch.KeyRanks, rows),
    };

    private static TextValues? Take(TextValues? column, int[] rows) => column switch
    {
        null => null,
        { Codes: { } codes } => TextValues.OfCodes(column.Dictionary!, Array.ConvertAll(rows, row => codes[row])),
        { Values: { } values } => TextValues.Of(Array.ConvertAll(rows, row => values[row])),
        _ => column,
    };

    private static AttributeColumn Take(AttributeColumn column, int[] rows) =>
        column.Text is { } text ? AttributeColumn.OfText(column.Name, Take(text, rows)!)
        : column.Numbers is { } numbers ? AttributeColumn.OfNumbers(column.Name, Take(numbers, rows))
        : column.Mixed is { } values ? AttributeColumn.OfValues(column.Name, Take(values, rows))
        : column;

    // An empty column says the same of every row.
    private static ReadOnlyMemory<T> Take<T>(ReadOnlyMemory<T> column, int[] rows) =>
        column.IsEmpty ? column : Array.ConvertAll(rows, row => column.Span[row]);
}
