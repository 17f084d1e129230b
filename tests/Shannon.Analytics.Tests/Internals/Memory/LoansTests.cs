using Shannon.Analytics.Internals.Memory;

namespace Shannon.Analytics.Tests.Internals.Memory;

public class LoansTests
{
    private const int Large = 1 << 18;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(Large)]
    [InlineData(Large + 12345)]
    public void Rent_AnyLength_HasRoom(int length)
    {
        double[] array = Loans.Rent<double>(length);
        Assert.InRange(array.Length, length, Math.Max(16, length + (length / 4)));
        Loans.Return(array);
    }

    [Fact]
    public void Rent_Large_IsWhatAnotherThreadGaveBack()
    {
        Guid[] given = [];
        var thread = new Thread(() => Loans.Return(given = Loans.Rent<Guid>(Large)));
        thread.Start();
        thread.Join();

        Assert.Same(given, Loans.Rent<Guid>(Large - 1000));
        Assert.NotSame(given, Loans.Rent<Guid>(Large - 1000));
    }

    [Fact]
    public void Rent_MuchLess_LeavesTheLargeOneAlone()
    {
        Int128[] given = Loans.Rent<Int128>(8 * Large);
        Loans.Return(given);

        Assert.NotSame(given, Loans.Rent<Int128>(Large));
        Assert.Same(given, Loans.Rent<Int128>(8 * Large));
    }

    [Fact]
    public void Return_References_AreForgotten()
    {
        string?[] given = Loans.Rent<string?>(Large);
        given.AsSpan().Fill("kept");
        Loans.Return(given);

        Assert.All(Loans.Rent<string?>(Large).Take(100), Assert.Null);
    }

    [Fact]
    public void Return_FarMoreThanAnyoneHolds_IsLetGo()
    {
        DateTimeOffset[][] given = [.. Enumerable.Range(0, 40).Select(_ => Loans.Rent<DateTimeOffset>(Large / 2))];
        Array.ForEach(given, Loans.Return);

        DateTimeOffset[][] again = [.. Enumerable.Range(0, 40).Select(_ => Loans.Rent<DateTimeOffset>(Large / 2))];
        Assert.Equal(16, again.Intersect(given).Count());
        Assert.Equal(40, again.Distinct().Count());
    }
}
