using CsCheck;
using Shannon.Analytics.Resources;

namespace Shannon.Analytics.Tests.Resources;

/// <summary>Files of <c>/proc</c> as they are, as they might be, and as they must not be.</summary>
public sealed class ProcFileTests
{
    private const string Tail = "S 7 42 42 0 -1 4194560 100 200 0 0 150 50 1000 500 20 0 4 0 987654 12345678 300 18446744073709551615 1 1 0\n";

    [Theory]
    [InlineData("42 (bash) ")]
    [InlineData("42 (a name) R 1 (with) brackets) ")]
    [InlineData("42 () ")]
    public void TryParseStat_AnyName_ReadsTheFieldsBehindIt(string head)
    {
        Assert.True(ProcFile.TryParseStat(System.Text.Encoding.UTF8.GetBytes(head + Tail), 42, out ProcessEntry entry));
        Assert.Equal((42, 987654L, 7, 42), (entry.Id, entry.Birth, entry.ParentId, entry.SessionId));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15), 300L * Environment.SystemPageSize), (entry.Cpu, entry.ReapedCpu, entry.MemoryBytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (bash")]
    [InlineData("42 (bash) S 7 42")]
    [InlineData("42 (bash) S 7 42 x 0 -1 4194560 100 200 0 0 150 50 1000 500 20 0 4 0 987654 12345678 300 1")]
    public void TryParseStat_NotAsExpected_IsRefused(string text) => Assert.False(ProcFile.TryParseStat(System.Text.Encoding.UTF8.GetBytes(text), 42, out _));

    [Fact]
    public void ParseIo_LinesByTheirWholeName()
    {
        const string Text = "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 99\n";
        Assert.Equal((4096L, 8192L), ProcFile.ParseIo(System.Text.Encoding.UTF8.GetBytes(Text)));
        Assert.Equal((null, null), ProcFile.ParseIo("rchar: 1\ncancelled_write_bytes: 99\n"u8));
        Assert.Equal((null, 5L), ProcFile.ParseIo("rchar: 1\nread_bytes: -4\nwrite_bytes: 5"u8));
    }

    [Fact]
    public void Parse_AnyBytes_NeverFails() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, Tail.Length]).Sample(
        (bytes, cut) =>
        {
            _ = ProcFile.TryParseStat(bytes, 1, out _);
            _ = ProcFile.TryParseStat([.. "1 (x) "u8, .. System.Text.Encoding.UTF8.GetBytes(Tail)[..cut], .. bytes], 1, out _);
            ProcFile.ParseIo([.. "\nread_bytes: "u8, .. bytes]);
        },
        iter: 2000);
}
