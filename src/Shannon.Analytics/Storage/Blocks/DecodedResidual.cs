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

    internal IReadOnlyCollection<string> NamesOf(bool measurements)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < rows.Length; i++)
        {
            if (values[i].Kind == AttributeKind.None == measurements)
            {
                found.Add(NameAt(i));
            }
        }

        return found;
    }

    internal DecodedNumbers<double>? MeasurementColumn(string name, int count)
    {
        double[]? column = null;
        bool[]? present = null;
        for (int i = 0; i < rows.Length; i++)
        {
            if (values[i].Kind == AttributeKind.None && string.Equals(NameAt(i), name, StringComparison.Ordinal))
            {
                column ??= new double[count];
                present ??= new bool[count];
                column[rows[i]] = values[i].RawNumber;
                present[rows[i]] = true;
            }
        }

        return column is null ? null : new DecodedNumbers<double>(name, column, present);
    }

    internal DecodedAttribute? AttributeColumn(string name, int count)
    {
        AttributeValue[]? column = null;
        for (int i = 0; i < rows.Length; i++)
        {
            if (values[i].Kind != AttributeKind.None && string.Equals(NameAt(i), name, StringComparison.Ordinal))
            {
                column ??= new AttributeValue[count];
                column[rows[i]] = values[i];
            }
        }

        return column is null ? null : new DecodedAttribute(name, AttributeForm.Mixed, null, null, column);
    }

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
