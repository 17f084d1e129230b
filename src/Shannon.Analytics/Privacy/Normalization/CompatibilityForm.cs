using System.Text;

namespace Shannon.Analytics.Privacy.Normalization;

/// <summary>
/// Unicode normalisation form KC (UAX #15) with the data of one version of Unicode. The runtime's own depends on the libraries of the machine, and in
/// invariant mode does nothing: then the same text would get one pseudonym here and another there.
/// </summary>
internal static class CompatibilityForm
{
    // Hangul syllables are composed by arithmetic (The Unicode Standard, 3.12).
    private const int FirstSyllable = 0xAC00;
    private const int FirstLead = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int BeforeTrail = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Trails = 28;
    private const int Syllables = Leads * Vowels * Trails;

    /// <param name="text">Text without halves of surrogate pairs.</param>
    internal static string Normalize(string text)
    {
        NormalizationData data = NormalizationData.Instance;
        List<int> points = Decompose(text, data);
        Order(points, data);
        var normal = new StringBuilder(text.Length);
        foreach (int point in Compose(points, data))
        {
            normal.Append(new Rune(point));
        }

        return normal.ToString();
    }

    private static List<int> Decompose(string text, NormalizationData data)
    {
        var points = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            int syllable = rune.Value - FirstSyllable;
            if (syllable is >= 0 and < Syllables)
            {
                points.Add(FirstLead + (syllable / (Vowels * Trails)));
                points.Add(FirstVowel + (syllable % (Vowels * Trails) / Trails));
                if (syllable % Trails != 0)
                {
                    points.Add(BeforeTrail + (syllable % Trails));
                }
            }
            else if (data.Decompositions.TryGetValue(rune.Value, out int[]? parts))
            {
                points.AddRange(parts);
            }
            else
            {
                points.Add(rune.Value);
            }
        }

        return points;
    }

    // Marks that follow each other stand by their class; those of one class keep their order.
    private static void Order(List<int> points, NormalizationData data)
    {
        for (int start = 0; start < points.Count; start++)
        {
            int end = start;
            bool isOrdered = true;
            for (int before = 0; end < points.Count && data.Classes.TryGetValue(points[end], out int own); end++)
            {
                isOrdered &= own >= before;
                before = own;
            }

            if (!isOrdered)
            {
                int[] sorted = [.. points.GetRange(start, end - start).OrderBy(point => data.Classes[point])];
                for (int i = 0; i < sorted.Length; i++)
                {
                    points[start + i] = sorted[i];
                }
            }

            start = end;
        }
    }

    private static List<int> Compose(List<int> points, NormalizationData data)
    {
        var composed = new List<int>(points.Count);
        int starter = -1;
        int lastClass = 0;
        foreach (int point in points)
        {
            int own = data.Classes.GetValueOrDefault(point);
            bool isBlocked = lastClass != 0 && lastClass >= own;
            if (starter >= 0 && !isBlocked && Pair(composed[starter], point, data) is { } one)
            {
                composed[starter] = one;
                continue;
            }

            lastClass = own;
            if (own == 0)
            {
                starter = composed.Count;
            }

            composed.Add(point);
        }

        return composed;
    }

    private static int? Pair(int first, int second, NormalizationData data)
    {
        if (first - FirstLead is >= 0 and < Leads and var lead && second - FirstVowel is >= 0 and < Vowels and var vowel)
        {
            return FirstSyllable + (((lead * Vowels) + vowel) * Trails);
        }

        if (first - FirstSyllable is >= 0 and < Syllables and var syllable && syllable % Trails == 0 && second - BeforeTrail is > 0 and < Trails and var trail)
        {
            return first + trail;
        }

        return data.Compositions.TryGetValue((first, second), out int one) ? one : null;
    }
}
