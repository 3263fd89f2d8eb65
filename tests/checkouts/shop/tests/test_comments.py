# hcgen: ignore-file[TI001] the clock is what is tested
from datetime import datetime

START = datetime.now()
print(START)  # hcgen: ignore[SH001]
END = START  # hcgen: ignore[SH001, TI001] gone
print(END)  # hcgen: ignore[SH001, no-sleep] only one of the two is left
# hcgen: ignore[SH0O1] misspelt
# hcgen: ignore SH001
# hcgen: skip[SH001] another word
print(  # hcgen: ignore[SH001] the comment may stand in the middle
    END,
)
