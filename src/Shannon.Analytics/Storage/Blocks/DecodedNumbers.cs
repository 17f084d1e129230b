namespace Shannon.Analytics.Storage.Blocks;

/// <summary>A column of numbers, decoded. Rows that are not present hold zero.</summary>
/// <typeparam name="T">Long or double.</typeparam>
internal sealed class DecodedNumbers<T>(string name, T[] values, bool[]? present)
{
    internal string Name { get; } = name;

    internal T[] Values { get; } = values;

    /// <summary>Null when every row has a value.</summary>
    internal bool[]? Present { get; } = present;

    internal bool Has(int row) => Present is null || Present[row];
}
