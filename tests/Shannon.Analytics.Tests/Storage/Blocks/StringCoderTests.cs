using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Tests.Storage.Blocks;

public class StringCoderTests
{
    [Fact]
    public void CodeOf_SameAndEqualObjects_GivesCodesInOrderOfFirstUse()
    {
        Random random = new(31);
        var coder = new StringCoder();
        for (int round = 0; round < 60; round++)
        {
            // Few or many texts, nearly always the same objects or nearly always new ones.
            string[] objects = [.. Enumerable.Range(0, 1 + random.Next(700)).Select(i => "text " + i)];
            int newObjects = random.Next(3) switch { 0 => 0, 1 => 5, _ => 100 };
            var expected = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < 2_000; i++)
            {
                string value = objects[random.Next(objects.Length)];
                value = random.Next(100) < newObjects ? new string(value.AsSpan()) : value;
                if (!expected.TryGetValue(value, out int code))
                {
                    code = expected.Count;
                    expected.Add(value, code);
                }

                Assert.Equal(code, coder.CodeOf(value));
            }

            Assert.Equal(expected.Keys, coder.Values);
            coder.Clear();
            Assert.Empty(coder.Values);
        }
    }
}
