namespace Shannon.Analytics.Storage.Blocks;

/// <summary>A text column, decoded: each row's position in the dictionary, or -1.</summary>
internal sealed class DecodedText(string[] dictionary, int[] codes)
{
    internal string[] Dictionary { get; } = dictionary;

    internal int[] Codes { get; } = codes;

    internal string? At(int row) => Codes[row] < 0 ? null : Dictionary[Codes[row]];
}
