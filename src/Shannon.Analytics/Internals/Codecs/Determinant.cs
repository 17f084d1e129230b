namespace Shannon.Analytics.Internals.Codecs;

/// <summary>A code column that others of the same rows may depend on, as a project depends on its session. It is read only when one of them does.</summary>
/// <param name="distinct">Its codes lie below this.</param>
/// <param name="read">Gives its codes, one for each row that is asked for; -1 where a row has none.</param>
internal sealed class Determinant(int distinct, Func<int[]> read)
{
    internal int Distinct => distinct;

    internal ReadOnlySpan<int> Codes(int count) => read().AsSpan(0, count);
}
