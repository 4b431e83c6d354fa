"""The demo office: a Magetan of invented people, its weeks before today lived through the same doors as real ones.

people    staff of every kecamatan, officials with impossible NIP
families  families with members, drawn from domain.md's shares, as rows of a V1 file
story     the rounds: one determined with its documents, one in penyaluran, one in kroscek
rooms     around them: staff register, the ministry's limit, notes, leave, a Plt.
correspondence  letters in and out
inspection  paper, uji petik, the inspektorat's samples and findings
cards     the bank's card lists, and an older Sembako round whose cards are in hand
sembako   this month's Sembako round: bank, letters, schedule (SOP steps 1 to 8)
distribution  handing its cards out, up to today
complaints  a month of complaints of every channel
skm       the satisfaction survey, last year finished, this year running
"""
