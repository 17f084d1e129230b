using System.Globalization;
using System.Text;
using Shannon.Analytics.Internals.Forecasting;

namespace Shannon.Analytics.Evaluation;

/// <summary>Reads series and writes forecasts in the shape that the scorers read.</summary>
internal static class SeriesFiles
{
    /// <summary>One series per line: id, then values, to the first empty field.</summary>
    internal static IReadOnlyDictionary<string, double[]> ReadRows(string path)
    {
        Dictionary<string, double[]> series = [];
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] fields = Array.ConvertAll(line.Split(','), field => field.Trim('"'));
            series[fields[0]] = [.. fields.Skip(1).Where(field => field is not ("" or "NA")).Select(Number)];
        }

        return series;
    }

    /// <summary>One series per column, with its id above.</summary>
    internal static IReadOnlyDictionary<string, double[]> ReadColumns(string path)
    {
        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0)];
        double[][] rows = Array.ConvertAll(lines[1..], line => Array.ConvertAll(line.Split(','), Number));
        return lines[0].Split(',').Select((id, column) => (id, rows)).Index()
            .ToDictionary(entry => entry.Item.id, entry => Array.ConvertAll(entry.Item.rows, row => row[entry.Index]));
    }

    /// <summary>Writes NAME_point.csv, NAME_lower.csv and NAME_upper.csv.</summary>
    internal static void Write(string folder, string name, IEnumerable<string> ids, IReadOnlyDictionary<string, Forecast> forecasts)
    {
        Directory.CreateDirectory(folder);
        Write("point", forecast => forecast.Point);
        Write("lower", forecast => forecast.Lower);
        Write("upper", forecast => forecast.Upper);

        void Write(string part, Func<Forecast, double[]> values)
        {
            StringBuilder text = new();
            foreach (string id in ids)
            {
                text.Append(id);
                foreach (double value in values(forecasts[id]))
                {
                    text.Append(',').Append(value.ToString("R", CultureInfo.InvariantCulture));
                }

                text.Append('\n');
            }

            File.WriteAllText(Path.Combine(folder, $"{name}_{part}.csv"), text.ToString());
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
