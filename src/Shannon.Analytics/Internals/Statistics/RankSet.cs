using System.Numerics;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>A set of the numbers 0 to n - 1 that finds its k-th smallest: bits, with counts over 4,096 and over 262,144 of them.</summary>
internal readonly ref struct RankSet
{
    private const int WordShift = 6;
    private const int GroupShift = 12;
    private const int RegionShift = 18;

    private readonly Scratch<ulong> _words;
    private readonly Scratch<int> _groups;
    private readonly Scratch<int> _regions;

    public RankSet(int size)
    {
        _words = new Scratch<ulong>((size >> WordShift) + 1);
        _groups = new Scratch<int>((size >> GroupShift) + 1);
        _regions = new Scratch<int>((size >> RegionShift) + 1);
        _words.Span.Clear();
        _groups.Span.Clear();
        _regions.Span.Clear();
    }

    /// <summary>Adds a number that is not in the set.</summary>
    public void Add(int number)
    {
        _words.Span[number >> WordShift] |= 1UL << (number & 63);
        _groups.Span[number >> GroupShift]++;
        _regions.Span[number >> RegionShift]++;
    }

    /// <summary>Removes a number that is in the set.</summary>
    public void Remove(int number)
    {
        _words.Span[number >> WordShift] &= ~(1UL << (number & 63));
        _groups.Span[number >> GroupShift]--;
        _regions.Span[number >> RegionShift]--;
    }

    /// <summary>The number that <paramref name="k"/> others in the set are below; k is less than the size of the set.</summary>
    public int Select(int k)
    {
        int region = 0;
        for (; k >= _regions.Span[region]; region++)
        {
            k -= _regions.Span[region];
        }

        int group = region << (RegionShift - GroupShift);
        for (; k >= _groups.Span[group]; group++)
        {
            k -= _groups.Span[group];
        }

        int word = group << (GroupShift - WordShift);
        int count;
        for (; k >= (count = BitOperations.PopCount(_words.Span[word])); word++)
        {
            k -= count;
        }

        ulong bits = _words.Span[word];
        for (; k > 0; k--)
        {
            bits &= bits - 1;
        }

        return (word << WordShift) + BitOperations.TrailingZeroCount(bits);
    }

    public void Dispose()
    {
        _words.Dispose();
        _groups.Dispose();
        _regions.Dispose();
    }
}
