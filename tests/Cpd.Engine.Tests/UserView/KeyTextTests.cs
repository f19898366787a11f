using System.Text;
using Cpd.Engine.UserView;

namespace Cpd.Engine.Tests.UserView;

public class KeyTextTests
{
    [Fact]
    public void What_fits_stays_as_it_is() => Assert.Equal("Order Paid", KeyText.Fit("Order Paid", 10));

    [Fact]
    public void What_is_too_long_fits_and_still_differs()
    {
        var one = KeyText.Fit(new string('a', 300) + "1", 256);
        var other = KeyText.Fit(new string('a', 300) + "2", 256);

        Assert.Equal((256, 256), (one.Length, other.Length));
        Assert.NotEqual(one, other);
        Assert.StartsWith("aaa", one, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    public void No_letter_is_cut_in_half(int most)
    {
        var cut = KeyText.Fit(string.Concat(Enumerable.Repeat("\U0001F600", 20)), most);

        new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(cut);   // throws for half a letter
        Assert.InRange(cut.Length, most - 1, most);
    }
}
