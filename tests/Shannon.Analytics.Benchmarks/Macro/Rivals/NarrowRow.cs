using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>A row of <see cref="MetricShapes.Narrow"/> as a caller of Dapper owns it; property names are those of <see cref="RowTable.Property"/>.</summary>
internal sealed record NarrowRow(
    long Time, string Name, string Session, double Value, string Language, string Complexity, string Region, string Status)
{
    /// <summary>All rows of the data.</summary>
    public static IReadOnlyList<NarrowRow> Of(MetricColumns data)
    {
        var rows = new NarrowRow[data.Rows];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new NarrowRow(
                data.TimesMicros[i],
                data.Names[i],
                data.Sessions[i],
                data.Measurements[0].Values[i],
                data.Attributes[0].Values[i],
                data.Attributes[1].Values[i],
                data.Attributes[2].Values[i],
                data.Attributes[3].Values[i]);
        }

        return rows;
    }
}
