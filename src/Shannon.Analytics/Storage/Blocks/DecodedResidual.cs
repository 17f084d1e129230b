using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>The residual column, decoded: entries in row order. Kind none marks a measurement.</summary>
internal sealed class DecodedResidual(long[] rows, string[] names, int[] codes, AttributeValue[] values)
{
    /// <summary>The span of entries that belong to a row.</summary>
    internal (int Start, int End) EntriesOf(int row)
    {
        int start = LowerBound(row);
        int end = start;
        while (end < rows.Length && rows[end] == row)
        {
            end++;
        }

        return (start, end);
    }

    internal string NameAt(int entry) => names[codes[entry]];

    internal AttributeValue ValueAt(int entry) => values[entry];

    private int LowerBound(long row)
    {
        int low = 0;
        int high = rows.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (rows[middle] < row)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
