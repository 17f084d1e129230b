using Shannon.Analytics.Resources;

namespace Shannon.Analytics.Tests.Resources;

/// <summary>Which processes belong to a tree.</summary>
public sealed class LinuxProcessesTests : IDisposable
{
    private readonly FakeProc _proc = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void TreeOf_ChildrenGrandchildrenAndOrphansOfItsSession()
    {
        _proc.With(1, 0).With(10, 1, session: 10).With(11, 10, session: 10).With(12, 11, session: 12)   // a grandchild in a session of its own
            .With(13, 1, session: 10).With(14, 13, session: 14)                                          // an orphan, and what that started
            .With(20, 1, session: 20).With(21, 20, session: 20);
        Assert.Equal([10, 11, 12, 13, 14], _proc.TreeOf(10));
        Assert.Equal([12], _proc.TreeOf(12));
        Assert.Equal([20, 21], _proc.TreeOf(20));
        Assert.Equal(10, _proc.Look().TreeOf(10)[0].Id);
    }

    [Fact]
    public void TreeOf_NoLeaderOfItsSession_TakesNobodyElseIn()
    {
        _proc.With(10, 1, session: 5).With(11, 1, session: 5).With(12, 10, session: 5);
        Assert.Equal([10, 12], _proc.TreeOf(10));
    }

    [Fact]
    public void TreeOf_ARingOfParents_Ends()
    {
        // Of a snapshot that took time: 11 was used again meanwhile.
        _proc.With(10, 11).With(11, 10);
        Assert.Equal([10, 11], _proc.TreeOf(10));
    }

    [Fact]
    public void Read_WhatIsNoProcessOrCannotBeRead_IsPassedOver()
    {
        _proc.With(10, 1, io: null).With(11, 10).WithFile("12/stat", "garbage").WithFile("self/stat", "10 (x) S").WithFile("13/cmdline", "vanished").WithFile("uptime", "1");
        Assert.Equal([10, 11], _proc.TreeOf(10));
        Assert.Empty(_proc.TreeOf(12));
        Assert.Empty(_proc.TreeOf(99));
        IReadOnlyList<ProcessEntry> tree = _proc.Look().TreeOf(10);
        Assert.Equal((null, 0L), (tree[0].ReadBytes, tree[1].ReadBytes));
    }
}
