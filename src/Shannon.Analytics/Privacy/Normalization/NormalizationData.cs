using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace Shannon.Analytics.Privacy.Normalization;

/// <summary>What Unicode says of its characters as far as normalisation needs it, of one version for ever: see NormalizationData.txt.</summary>
internal sealed class NormalizationData
{
    private const string ResourceName = "Shannon.Analytics.Privacy.Normalization.NormalizationData.txt";
    private static readonly Lazy<NormalizationData> Read = new(() => new NormalizationData());

    private NormalizationData()
    {
        var decompositions = new Dictionary<int, int[]>();
        var classes = new Dictionary<int, int>();
        var compositions = new Dictionary<(int, int), int>();
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)!);
        while (reader.ReadLine() is { } line)
        {
            int[] numbers = line[0] == '#' ? [] : [.. line.Split(' ').Skip(1).Select(number => int.Parse(number, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            switch (line[0])
            {
                case 'D':
                    decompositions.Add(numbers[0], numbers[1..]);
                    break;
                case 'R':
                    for (int i = numbers[0]; i <= numbers[1]; i++)
                    {
                        classes.Add(i, numbers[2]);
                    }

                    break;
                case 'P':
                    compositions.Add((numbers[0], numbers[1]), numbers[2]);
                    break;
            }
        }

        Decompositions = decompositions.ToFrozenDictionary();
        Classes = classes.ToFrozenDictionary();
        Compositions = compositions.ToFrozenDictionary();
    }

    internal static NormalizationData Instance => Read.Value;

    /// <summary>Characters with their full compatibility decomposition.</summary>
    internal FrozenDictionary<int, int[]> Decompositions { get; }

    /// <summary>Combining classes other than 0.</summary>
    internal FrozenDictionary<int, int> Classes { get; }

    /// <summary>Which pairs compose to one character.</summary>
    internal FrozenDictionary<(int First, int Second), int> Compositions { get; }
}
