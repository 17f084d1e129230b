using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>A row of <see cref="MetricShapes.Real"/> as a caller of Dapper owns it; property names are those of <see cref="RowTable.Property"/>.</summary>
internal sealed record RealRow(
    long Time,
    string Name,
    string Session,
    double DurationMs,
    double FirstTokenMs,
    double TokensPerSecond,
    double CostCents,
    double ContextPercent,
    double CpuPercent,
    string Status,
    string Model,
    string Tool,
    string User,
    string Project)
{
    /// <summary>All rows of the data.</summary>
    public static IReadOnlyList<RealRow> Of(MetricColumns data)
    {
        var rows = new RealRow[data.Rows];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new RealRow(
                data.TimesMicros[i],
                data.Names[i],
                data.Sessions[i],
                data.Measurements[0].Values[i],
                data.Measurements[1].Values[i],
                data.Measurements[2].Values[i],
                data.Measurements[3].Values[i],
                data.Measurements[4].Values[i],
                data.Measurements[5].Values[i],
                data.Attributes[0].Values[i],
                data.Attributes[1].Values[i],
                data.Attributes[2].Values[i],
                data.Attributes[3].Values[i],
                data.Attributes[4].Values[i]);
        }

        return rows;
    }
}
