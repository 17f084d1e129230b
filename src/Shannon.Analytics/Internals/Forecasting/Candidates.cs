namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>The forecasts of every method that a series is long enough for: on the values, and on their logarithms where all are positive.</summary>
internal sealed class Candidates
{
    /// <summary>Rows of the table: every method twice, first on the values, then on logarithms.</summary>
    public const int Count = 2 * PerScale;

    private const int PerScale = 9;
    private const int ProfileCycles = 4;
    private const int LongProfileCycles = 8;
    private const int Iterations = 2;

    private static readonly ForecastMethod[] Methods =
    [
        ForecastMethod.StlSmoothing, ForecastMethod.StlTheta, ForecastMethod.StlAutoregression, ForecastMethod.StlRecentAutoregression,
        ForecastMethod.SeasonalAutoregression, ForecastMethod.SeasonalSmoothing, ForecastMethod.SeasonalProfile, ForecastMethod.LongProfile, ForecastMethod.StlTrend,
    ];

    private readonly double[] _table;
    private readonly bool[] _present = new bool[Count];
    private readonly int _horizon;

    private Candidates(int horizon)
    {
        _horizon = horizon;
        _table = new double[Count * horizon];
    }

    /// <summary>What row <paramref name="index"/> is.</summary>
    public static ForecastMethod MethodOf(int index) => Methods[index % PerScale];

    /// <summary>Whether the series was long enough, or positive, for this row.</summary>
    public bool Has(int index) => _present[index];

    /// <summary>The forecasts of one row.</summary>
    public ReadOnlySpan<double> this[int index] => _table.AsSpan(index * _horizon, _horizon);

    /// <summary>Computes all rows for finite <paramref name="values"/>, at least two; periods that do not fit twice are left out.</summary>
    public static Candidates Compute(ReadOnlySpan<double> values, ReadOnlySpan<int> periods, int horizon, CancellationToken cancellationToken)
    {
        Candidates candidates = new(horizon);
        int fitting = 0;
        while (fitting < periods.Length && values.Length >= 2 * periods[fitting])
        {
            fitting++;
        }

        periods = periods[..fitting];
        (double least, double greatest) = Range(values);
        candidates.Fill(values, periods, 0, cancellationToken);
        if (least > 0)
        {
            double[] logs = new double[values.Length];
            for (int i = 0; i < logs.Length; i++)
            {
                logs[i] = Math.Log(values[i]);
            }

            candidates.Fill(logs, periods, PerScale, cancellationToken);
            foreach (ref double forecast in candidates._table.AsSpan(PerScale * horizon))
            {
                forecast = Math.Exp(Math.Min(forecast, 700));
            }
        }

        // Nothing is believed that lies farther out than the history is wide.
        double width = greatest - least;
        foreach (ref double forecast in candidates._table.AsSpan())
        {
            forecast = double.IsNaN(forecast) ? values[^1] : Math.Clamp(forecast, least - width, greatest + width);
        }

        return candidates;
    }

    private static (double Least, double Greatest) Range(ReadOnlySpan<double> values)
    {
        double least = values[0];
        double greatest = values[0];
        foreach (double value in values)
        {
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        return (least, greatest);
    }

    private void Fill(ReadOnlySpan<double> values, ReadOnlySpan<int> periods, int offset, CancellationToken cancellationToken)
    {
        int count = values.Length;
        MstlDecomposition? parts = null;
        ReadOnlySpan<double> adjusted = values;
        double[] season = new double[_horizon];
        if (!periods.IsEmpty)
        {
            parts = Mstl.Decompose(values, periods, StlOptions.Robust, Iterations, cancellationToken);
            double[] rest = new double[count];
            for (int i = 0; i < count; i++)
            {
                rest[i] = parts.Trend[i] + parts.Remainder[i];
            }

            adjusted = rest;
            LastSeasons(parts, periods, season);
        }

        ExponentialSmoothing.FitBest(adjusted, linear: false).Forecast(Row(offset, season, out Span<double> row));
        AddSeason(row, season);
        ExponentialSmoothing.Fit(adjusted, TrendKind.Linear).Forecast(Row(offset + 8, season, out row));
        AddSeason(row, season);
        if (count >= 3)
        {
            Theta.Fit(adjusted, optimised: false).Forecast(Row(offset + 1, season, out row));
            AddSeason(row, season);
        }

        Autoregression.Forecast(adjusted, Mean(adjusted), Row(offset + 2, season, out row));
        AddSeason(row, season);
        int recent = Math.Min(count, Math.Max(28, 4 * (periods.IsEmpty ? 7 : periods[0])));
        Autoregression.Forecast(adjusted, Mean(adjusted[^recent..]), Row(offset + 3, season, out row));
        AddSeason(row, season);
        if (parts is null)
        {
            return;
        }

        _present[offset + 4] = SeasonalAutoregression.TryForecast(values, periods, _table.AsSpan((offset + 4) * _horizon, _horizon));
        if (count >= 3 * periods[^1])
        {
            cancellationToken.ThrowIfCancellationRequested();
            SeasonalSmoothing.Forecast(values, periods, parts, Row(offset + 5, season, out _));
        }

        SeasonalProfile profile = SeasonalProfile.Fit(values, periods[0], ProfileCycles);
        profile.Forecast(profile.RobustLevel(values), Row(offset + 6, season, out _));
        SeasonalProfile longest = SeasonalProfile.Fit(values, periods[^1], LongProfileCycles);
        longest.Forecast(longest.Mean, Row(offset + 7, season, out _));
    }

    private Span<double> Row(int index, ReadOnlySpan<double> season, out Span<double> row)
    {
        _present[index] = true;
        row = _table.AsSpan(index * season.Length, season.Length);
        return row;
    }

    private static void AddSeason(Span<double> row, ReadOnlySpan<double> season)
    {
        for (int h = 0; h < row.Length; h++)
        {
            row[h] += season[h];
        }
    }

    private static void LastSeasons(MstlDecomposition parts, ReadOnlySpan<int> periods, Span<double> season)
    {
        for (int i = 0; i < periods.Length; i++)
        {
            ReadOnlySpan<double> last = parts.Seasons[i].AsSpan(^periods[i]);
            for (int h = 0; h < season.Length; h++)
            {
                season[h] += last[h % last.Length];
            }
        }
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
